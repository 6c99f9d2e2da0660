"""Programmes, projects and agencies as the API shows and takes them."""

from typing import Any

from rest_framework import serializers

from areas.serializers import AreaBrief
from programs.choices import Part
from programs.models import (
    Assignment,
    Programme,
    Project,
    SubProject,
)


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


class AssignmentOut(serializers.ModelSerializer[Assignment]):
    """What an agency is to a project, or to a part of it, in a year."""

    project = serializers.CharField(source="project.code")
    sub_project = serializers.CharField(source="sub_project.code", default=None)
    agency = serializers.CharField(source="agency.name")
    area = AreaBrief(read_only=True)

    class Meta:
        model = Assignment
        fields = [
            "public_id",
            "project",
            "sub_project",
            "agency",
            "area",
            "year",
            "part",
        ]


class ProjectRowOut(serializers.Serializer[Any]):
    """A project or part as an area sees it."""

    project = serializers.UUIDField(source="project.public_id")
    code = serializers.CharField(source="project.code")
    sub_project = serializers.UUIDField(source="sub_project.public_id", default=None)
    applies = serializers.BooleanField(source="applies.yes")
    why = serializers.CharField(source="applies.why")
    leads = AssignmentOut(many=True)
    others = AssignmentOut(many=True)


class ScopeIn(serializers.Serializer[Any]):
    """Which area and year."""

    area = serializers.UUIDField()
    year = serializers.IntegerField(min_value=2000, max_value=2100)


class AssignIn(serializers.Serializer[Assignment]):
    """An agency, a project or a part of it, and what it is to it."""

    project = serializers.UUIDField()
    sub_project = serializers.UUIDField(required=False, allow_null=True, default=None)
    agency = serializers.UUIDField()
    year = serializers.IntegerField(min_value=2000, max_value=2100)
    part = serializers.ChoiceField(choices=Part.choices)
    source = serializers.CharField(max_length=200)  # type: ignore[assignment]


class ApplicabilityIn(serializers.Serializer[Any]):
    """Whether a project applies to an area in a year, by which document."""

    project = serializers.UUIDField()
    area = serializers.UUIDField()
    year = serializers.IntegerField(min_value=2000, max_value=2100)
    applies = serializers.BooleanField()
    source = serializers.CharField(max_length=200)  # type: ignore[assignment]


class ComponentIn(serializers.Serializer[Project]):
    """A component a province enters itself."""

    area = serializers.UUIDField()
    code = serializers.CharField(max_length=10)
    name = serializers.CharField(max_length=300)
    source = serializers.CharField(max_length=200)  # type: ignore[assignment]
