"""Addresses of the staff desk's screens for what is written."""

from django.urls import path

from commonweal.commitments.desk import documents, documents_parts, documents_standing

ONE, PART, PARTY = "written/<int:pk>/", "parts/<int:pk>/", "parties/<int:pk>/"

urlpatterns = [
    path("written/", documents.DocumentList.as_view(), name="documents"),
    path(
        "written/results/",
        documents.DocumentList.as_view(results_only=True),
        name="documents_results",
    ),
    path("written/begin/", documents.BeginDocument.as_view(), name="begin_document"),
    path(ONE, documents.DocumentScreen.as_view(), name="document"),
    path(f"{ONE}describe/", documents.DescribeDocument.as_view(), name="describe_document"),
    path(f"{ONE}add/", documents_parts.AddPart.as_view(), name="add_part"),
    path(f"{ONE}adopt/", documents_standing.AdoptDocument.as_view(), name="adopt_document"),
    path(f"{ONE}publish/", documents_standing.PublishVersion.as_view(), name="publish_version"),
    path(
        f"{ONE}supersede/",
        documents_standing.SupersedeDocument.as_view(),
        name="supersede_document",
    ),
    path(f"{ONE}close/", documents_standing.CloseDocument.as_view(), name="close_document"),
    path(f"{ONE}draft/", documents_standing.BackToDraft.as_view(), name="back_to_draft"),
    path(f"{ONE}easy-read/", documents_standing.AttachEasyRead.as_view(), name="easy_read"),
    path(f"{ONE}parties/add/", documents_standing.AddParty.as_view(), name="add_party"),
    path(f"{PARTY}sign/", documents_standing.SignDocument.as_view(), name="sign_document"),
    path(f"{PARTY}leave/", documents_standing.LeaveDocument.as_view(), name="leave_document"),
    path(f"{PARTY}take-out/", documents_standing.TakeOutParty.as_view(), name="take_out_party"),
    path(f"{PART}write/", documents_parts.WritePart.as_view(), name="write_part"),
    path(f"{PART}move/", documents_parts.MovePart.as_view(), name="move_part"),
    path(f"{PART}take-out/", documents_parts.TakeOutPart.as_view(), name="take_out_part"),
    path(f"{PART}put-back/", documents_parts.PutBackPart.as_view(), name="put_back_part"),
    path(f"{PART}remark/", documents_parts.SayBeside.as_view(), name="say_beside"),
    path("remarks/<int:pk>/settle/", documents_parts.SettleRemark.as_view(), name="settle_remark"),
]
