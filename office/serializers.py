"""Documents, jobs, steps and notices as the API shows them."""

from rest_framework import serializers

from accounts.serializers import UserBrief
from office.models import Document, Export, Job, Notice, Step


class DocumentOut(serializers.ModelSerializer[Document]):
    """Number, date, issuer and signer of a document."""

    class Meta:
        model = Document
        fields = ["public_id", "kind", "number", "date", "title", "issuer", "signer"]


class StepOut(serializers.ModelSerializer[Step]):
    """Who took a record where, when and why."""

    by = UserBrief(read_only=True)
    document = DocumentOut(read_only=True)

    class Meta:
        model = Step
        fields = ["status", "by", "day", "note", "document"]


class JobOut(serializers.ModelSerializer[Job]):
    """How far long work is."""

    class Meta:
        model = Job
        fields = [
            "public_id",
            "kind",
            "status",
            "stage",
            "progress",
            "message",
            "created_at",
            "finished_at",
        ]


class NoticeOut(serializers.ModelSerializer[Notice]):
    """One line of the bell."""

    class Meta:
        model = Notice
        fields = ["text", "url", "created_at", "read_at"]


class ExportOut(serializers.ModelSerializer[Export]):
    """A workbook one asked for; `file_name` stands when it is ready."""

    job = JobOut(read_only=True)
    file_name = serializers.CharField(source="file.name", allow_null=True, default=None)

    class Meta:
        model = Export
        fields = ["public_id", "kind", "params", "job", "file_name"]
