"""Addresses of posts and rights."""

from django.urls import path

from belisha.console.access.posts.views import board, rights, standing_in, verbs

POSTS = "schools/<slug:school>/posts/"
POST = POSTS + "<int:number>/"

urlpatterns = [
    path(POSTS, board.posts, name="posts"),
    path(POSTS + "all/", board.all_posts, name="all-posts"),
    path(POSTS + "rights/", rights.matrix, name="rights"),
    path(POSTS + "who-may/", rights.who_may, name="who-may"),
    path(POSTS + "appoint/<slug:role>/", verbs.appoint_to, name="appoint"),
    path(POST, verbs.post, name="post"),
    path(POST + "hand-over/", verbs.hand_post_over, name="post-hand-over"),
    path(POST + "end/", verbs.end, name="post-end"),
    path(POST + "keep/", verbs.keep, name="post-keep"),
    path(POST + "again/", verbs.renew, name="post-again"),
    path(POST + "cover/", standing_in.cover, name="post-cover"),
    path(POST + "away/", standing_in.away, name="post-away"),
    path(POSTS + "covers/<int:number>/end/", standing_in.cover_over, name="cover-end"),
    path(POSTS + "away/<int:number>/back/", standing_in.back, name="away-back"),
    path("federation/posts/", board.federation_posts, name="federation-posts"),
    path("me/rights/", rights.own_rights, name="own-rights"),
]
