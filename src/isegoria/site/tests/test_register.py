"""The page on personal data says everything that the code keeps."""

import pytest
from django.urls import reverse
from django.utils import translation

from isegoria.core.privacy import Erasure, declarations
from isegoria.site.register import TOPICS, register


def test_every_model_with_personal_data_has_its_topic_and_no_topic_names_another():
    told = [model for topic in TOPICS for model in topic.models]
    assert sorted(told) == sorted(set(told))
    installed = {label for label in declarations() if not label.startswith("plain.")}
    assert installed == set(told)


def test_durations_and_ends_are_those_of_the_declarations():
    with translation.override("en"):
        lines = {line.title: line for line in register()}
    assert lines["Messages on their way"].kept == ("7\u00a0days",)
    assert lines["Your account"].then == ("erased",)
    assert Erasure.ANONYMISE in {declarations()[model].erasure for model in ("posts.Post",)}
    assert "kept without anything that says it was you" in lines["What you write"].then


@pytest.mark.django_db
def test_the_page_shows_them_to_everybody(client):
    page = client.get(reverse("privacy")).text
    assert page.count('id="topic-') == len(TOPICS)
