from belisha.console.flows.filter_reviews import changes_the_set_up
from belisha.engine.policy.edits import AddRule, Holder, HolderKind, HoldProfile, LockCategories
from belisha.engine.policy.model import SiteRule


def test_a_change_of_a_profile_makes_a_review_wanted_and_a_site_for_a_class_does_not() -> None:
    rule = SiteRule(id="r1", address="example.org", verdict="block", reason="Unkind", owner="Kim")
    for_class = AddRule(holder=Holder(kind=HolderKind.CLASS, school="oakfield", id="acorn"), rule=rule)
    for_school = HoldProfile(holder=Holder(kind=HolderKind.SCHOOL, school="oakfield"), profile="staff")
    assert not changes_the_set_up(for_class)
    assert changes_the_set_up(for_school)
    assert changes_the_set_up(LockCategories(school="oakfield", categories=("drugs",)))
