"""The programme's frame as the API shows it."""

from rest_framework import serializers

from programs.models import Programme, Project, SubProject


class SubProjectOut(serializers.ModelSerializer[SubProject]):
    """A part of a project."""

    class Meta:
        model = SubProject
        fields = ["public_id", "code", "name", "mark"]


class ProjectOut(serializers.ModelSerializer[Project]):
    """One of the programme's projects, with its parts."""

    sub_projects = SubProjectOut(many=True, read_only=True)

    class Meta:
        model = Project
        fields = ["public_id", "code", "name", "source", "sub_projects"]


class ProgrammeOut(serializers.ModelSerializer[Programme]):
    """A programme with its projects."""

    projects = ProjectOut(many=True, read_only=True)

    class Meta:
        model = Programme
        fields = [
            "public_id",
            "code",
            "name",
            "valid_from",
            "valid_to",
            "source",
            "projects",
        ]
