"""Sample files of every format, made from the specifications; all people are invented."""

from __future__ import annotations

import io
import zipfile
from datetime import date
from typing import TYPE_CHECKING

from openpyxl import Workbook

from belisha.console.people.roster.readers import Bundle, bundle_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

MOTHER = """<Contact><Order>1</Order><Title>Mrs</Title><Surname>Hill</Surname><Forename>Ruth</Forename>
<Relationship>MOT</Relationship><Responsibility>true</Responsibility><Address><AddressAsPupil>true</AddressAsPupil></Address>
<Phones><Phone><TelephoneType>M</TelephoneType><PhoneNo>07700 900123</PhoneNo></Phone></Phones>
<Email>ruth.hill@example.org</Email></Contact>"""


def ctf_pupil(
    upn: str = "H801200001001",
    given: str = "Amy",
    family: str = "Hill",
    born: str = "2017-10-02",
    *,
    year: str = "4",
    contacts: str = "",
    more: str = "",
) -> str:
    """One pupil as the CTF writes them."""
    inside = f"<Contacts>{contacts}</Contacts>" if contacts else ""
    return f"""<Pupil><UPN>{upn}</UPN><Surname>{family}</Surname><Forename>{given}</Forename><DOB>{born}</DOB>
<Gender>F</Gender><BasicDetails><NCyearActual>{year}</NCyearActual><Languages><Type><LanguageType>H</LanguageType>
<Language>PNJ</Language></Type></Languages></BasicDetails>{inside}{more}</Pupil>"""


def ctf(*pupils: str, version: str = "21.0", head: str = '<?xml version="1.0" encoding="utf-8"?>') -> bytes:
    """A Common Transfer File from school 380 2001 to 380 2002."""
    return f"""{head}
<CTfile><Header><DocumentName>Common Transfer File</DocumentName><CTFversion>{version}</CTFversion>
<DateTime>2026-09-10T08:00:00</DateTime><DocumentQualifier>full</DocumentQualifier><SupplierID>Sample</SupplierID>
<SourceSchool><LEA>380</LEA><Estab>2001</Estab><SchoolName>Oakfield</SchoolName></SourceSchool>
<DestSchool><LEA>380</LEA><Estab>2002</Estab></DestSchool></Header>
<CTFpupilData>{"".join(pupils)}</CTFpupilData></CTfile>""".encode()


USERS_11 = (
    "sourcedId,status,dateLastModified,enabledUser,orgSourcedIds,role,username,userIds,givenName,familyName,middleName,"
    "identifier,email,sms,phone,agentSourcedIds,grades,password\n"
)
ONEROSTER_11 = {
    "manifest.csv": "propertyName,value\nmanifest.version,1.0\noneroster.version,1.1\nfile.users,bulk\nfile.orgs,bulk\n"
    "file.classes,bulk\nfile.enrollments,bulk\nfile.demographics,bulk\n",
    "orgs.csv": "sourcedId,status,dateLastModified,name,type,identifier,parentSourcedId\n"
    "s1,,,Oakfield,school,3802001,d1\ns2,,,St Brigid's,school,3802002,d1\nd1,,,Wold and Water,district,,\n",
    "users.csv": USERS_11 + "p1,,,true,s1,student,amy,,Amy,Hill,,H801200001001,,,,m1,04,\n"
    'p2,,,true,"s1,s2",student,ben,,Ben,Ng,,,,,,,KG,\n'
    "p3,,,true,s2,student,cal,,Cal,Orr,,,,,,,01,\n"
    "p4,tobedeleted,,true,s1,student,dee,,Dee,Poe,,,,,,,01,\n"
    "t1,,,true,s1,teacher,joy,,Joy,Reed,,,joy.reed@oakfield.example,,01632 960001,,,\n"
    "m1,,,true,s1,guardian,,,Ruth,Hill,,,ruth.hill@example.org,,,,,\n",
    "classes.csv": "sourcedId,status,dateLastModified,title,grades,courseSourcedId,classCode,classType,location,"
    "schoolSourcedId,termSourcedIds\nc1,,,4 Oak,04,,4O,homeroom,,s1,\nc2,,,Maths set 1,,,,scheduled,,s1,\n",
    "enrollments.csv": "sourcedId,status,dateLastModified,classSourcedId,schoolSourcedId,userSourcedId,role,primary\n"
    "e1,,,c1,s1,p1,student,\ne2,,,c1,s1,t1,teacher,true\ne3,,,c2,s1,p1,student,\n",
    "demographics.csv": "sourcedId,status,dateLastModified,birthDate,sex\np1,,,2017-10-02,f\np2,,,2021-02-28,male\n",
}
ONEROSTER_12 = {
    "manifest.csv": "propertyName,value\noneroster.version,1.2\nfile.users,bulk\nfile.roles,bulk\nfile.orgs,bulk\n",
    "orgs.csv": ONEROSTER_11["orgs.csv"],
    "users.csv": "sourcedId,status,dateLastModified,enabledUser,username,userIds,givenName,familyName,middleName,"
    "identifier,email,sms,phone,agentSourcedIds,grades,password,userMasterIdentifier,preferredGivenName,preferredMiddleName,"
    "preferredFamilyName,primaryOrgSourcedId,pronouns\n"
    "p1,,,true,amy,{UPN:H801200001001},Amelia,Hill,,,,,,,04,,,Amy,,,s1,\n"
    "t1,,,true,joy,,Joy,Reed,,,joy.reed@oakfield.example,,,,,,,,,,s1,\n"
    "x1,,,true,max,,Max,Void,,,,,,,,,,,,,s1,\n",
    "roles.csv": "sourcedId,status,dateLastModified,userSourcedId,roleType,role,beginDate,endDate,"
    "orgSourcedId,userProfileSourcedId\nr1,,,p1,primary,student,,,s1,\nr2,,,t1,primary,teacher,,,s1,\nr3,,,t1,secondary,parent,,,s1,\n",
}


def packed(files: Mapping[str, str | bytes], *, method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A zip archive."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return out.getvalue()


def bundled(files: Mapping[str, str | bytes]) -> Bundle:
    """Files given singly."""
    return bundle_of([(name, data.encode() if isinstance(data, str) else data) for name, data in files.items()])


def workbook(rows: Sequence[Sequence[object]]) -> bytes:
    """An Excel workbook with one sheet."""
    book, out = Workbook(), io.BytesIO()
    for row in rows:
        book.active.append(list(row))
    book.save(out)
    return out.getvalue()


STAFF_SHEET: list[list[object]] = [
    ["Oakfield: staff list", None, None, None, None],
    ["Staff code", "Surname", "Forename", "Job title", "Start date"],
    ["JR", "Reed", "Joy", "Class teacher", date(2019, 9, 1)],
    ["TB", "Bell", "Tom", "Caretaker", date(2021, 1, 4)],
]
PUPILS_CSV = """Adno,UPN,Legal Surname,Legal Forename,Preferred Forename,DOB,Year Group,Reg
1001,H801200001001,Hill,Amelia,Amy,02/10/2017,Year 4,4 Oak
1002,,O'Brien,Zoë,,31/08/2018,3,3 Elm
1003,,Ng,Ben,,01/02/2022,Nursery,
"""


def many_pupils(count: int, *, source: str = "s1") -> dict[str, str]:
    """A OneRoster 1.1 export of so many pupils in classes of thirty."""
    users = [f"p{n},,,true,{source},student,u{n},,Given{n},Family{n % 700},,,,,,,{n % 7:02d},\n" for n in range(count)]
    births = [f"p{n},,,{2015 + n % 7}-0{1 + n % 9}-1{n % 10},\n" for n in range(count)]
    classes = [f"c{n},,,Class {n},,,,homeroom,,{source},\n" for n in range(count // 30 + 1)]
    enrolments = [f"e{n},,,c{n // 30},{source},p{n},student,\n" for n in range(count)]
    return ONEROSTER_11 | {
        "users.csv": USERS_11 + "".join(users),
        "classes.csv": ONEROSTER_11["classes.csv"].partition("\n")[0] + "\n" + "".join(classes),
        "enrollments.csv": ONEROSTER_11["enrollments.csv"].partition("\n")[0] + "\n" + "".join(enrolments),
        "demographics.csv": "sourcedId,status,dateLastModified,birthDate,sex\n" + "".join(births),
    }
