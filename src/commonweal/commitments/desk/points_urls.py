"""Addresses of the staff desk's screens of what came of consultations."""

from django.urls import URLPattern, path

from commonweal.commitments.desk import alike, point_forms, point_pages, points, reading

ALL, OF, ONE = "what-came-of-it/", "what-came-of-it/<int:pk>/", "points/<int:pk>/"
LIST = points.AnalysisList

urlpatterns: list[URLPattern] = [
    path(ALL, LIST.as_view(), name="analysis"),
    path(f"{ALL}results/", LIST.as_view(results_only=True), name="analysis_results"),
    path(OF, points.Points.as_view(), name="points"),
    path(f"{OF}read/", reading.ReadingRoom.as_view(), name="reading"),
    path(f"{OF}read/place/", reading.PlaceComments.as_view(), name="place_comments"),
    path(f"{OF}alike/", alike.AlikeComments.as_view(), name="alike"),
    path(f"{OF}alike/begin/", alike.BeginFromAlike.as_view(), name="begin_from_alike"),
    path(f"{OF}begin/", points.BeginPoint.as_view(), name="begin_point"),
    path(f"{OF}rest/", points.GatherTheRest.as_view(), name="gather_the_rest"),
    path(f"{OF}publish/", points.PublishPoints.as_view(), name="publish_points"),
    path(ONE, point_pages.PointPage.as_view(), name="point"),
    path(f"{ONE}likely/", point_pages.LikelyComments.as_view(), name="likely"),
    path(f"{ONE}sort/", point_pages.SortComments.as_view(), name="sort_comments"),
    path(f"{ONE}sign/", point_pages.SignOff.as_view(), name="sign_off_point"),
    path(f"{ONE}drop/", point_pages.Drop.as_view(), name="drop_point"),
    path(f"{ONE}change/", point_forms.ChangePoint.as_view(), name="change_point"),
    path(f"{ONE}decide/", point_forms.Decide.as_view(), name="decide_point"),
    path(f"{ONE}merge/", point_forms.Merge.as_view(), name="merge_points"),
    path(f"{ONE}paragraph/", point_forms.TieParagraph.as_view(), name="tie_paragraph"),
    path(f"{ONE}action/", point_forms.TieAction.as_view(), name="tie_action"),
    path(f"{ONE}untie/<str:what>/<int:tied>/", point_pages.Untie.as_view(), name="untie_point"),
]
