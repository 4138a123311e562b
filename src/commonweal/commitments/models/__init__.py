"""What is kept of promises: documents, commitments, consultations, agreements, calls."""

from commonweal.commitments.models.calls import (
    Answer,
    Call,
    CallCorrection,
    CandidateLink,
    Contact,
    CouncillorUpdate,
    Freeze,
    Interest,
    Spend,
)
from commonweal.commitments.models.compact import (
    Concern,
    ConcernStage,
    Disclosure,
    Event,
    YearReview,
)
from commonweal.commitments.models.consulting import (
    Comment,
    Consultation,
    EqualityCount,
    Extension,
    Invited,
    Moderation,
    Question,
    Submission,
)
from commonweal.commitments.models.documents import (
    Document,
    Paragraph,
    ParagraphVersion,
    Party,
    Remark,
    StandingChange,
    Version,
)
from commonweal.commitments.models.elections import Affiliation, Ballot, Candidate, Election
from commonweal.commitments.models.files import File
from commonweal.commitments.models.following import Follower
from commonweal.commitments.models.points import Point, PointComment, PointDecision
from commonweal.commitments.models.promises import (
    Action,
    ActionStatus,
    Commitment,
    Evidence,
    ProgressReview,
)

__all__ = [
    "Action", "ActionStatus", "Affiliation", "Answer", "Ballot", "Call", "CallCorrection",
    "Candidate", "CandidateLink", "Comment", "Commitment", "Concern", "ConcernStage",
    "Consultation", "Contact", "CouncillorUpdate", "Disclosure", "Document", "Election",
    "EqualityCount", "Event", "Evidence", "Extension", "File", "Follower", "Freeze", "Interest",
    "Invited", "Moderation", "Paragraph", "ParagraphVersion", "Party", "Point", "PointComment",
    "PointDecision", "ProgressReview", "Question", "Remark", "Spend", "StandingChange",
    "Submission", "Version", "YearReview",
]  # fmt: skip
