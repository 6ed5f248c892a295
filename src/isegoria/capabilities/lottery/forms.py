"""The forms of a draw."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from isegoria.capabilities.lottery.models import LEAST_KEPT, MOST_KEPT, Draw, Feature
from isegoria.capabilities.lottery.presets import PRESETS
from isegoria.capabilities.lottery.rules import written_values
from isegoria.capabilities.lottery.services import Reached
from isegoria.commons.processes.models import Body, BodyKind, Process
from isegoria.core.texts import pick
from isegoria.core.ui.formatting import number, percent
from isegoria.core.ui.forms import FileInput, Form


class VolunteerForm(Form):
    """One page: a question for each feature, how to be reached, and consent."""

    name = forms.CharField(
        label=_("First and family name"),
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    street = forms.CharField(
        label=_("Number and street"),
        help_text=_(
            "The letter to those who are drawn is sent there. Of one household, one person at most is drawn."
        ),
        max_length=160,
        widget=forms.TextInput(attrs={"autocomplete": "street-address"}),
    )
    postcode = forms.CharField(
        label=_("Postcode"),
        max_length=12,
        widget=forms.TextInput(attrs={"autocomplete": "postal-code"}),
    )
    town = forms.CharField(
        label=_("Town"),
        max_length=80,
        widget=forms.TextInput(attrs={"autocomplete": "address-level2"}),
    )
    phone = forms.CharField(
        label=_("Telephone"),
        help_text=_("For those who are drawn and whom our letter does not reach."),
        max_length=30,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "tel", "inputmode": "tel"}),
    )
    consents = forms.BooleanField(
        label=_("I agree that my answers are used for this draw, and for nothing else"),
        help_text=_("You can withdraw at any time, without a reason."),
    )

    def __init__(self, features: Sequence[Feature], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.features = features
        for feature in features:
            self.fields[_name_of(feature)] = forms.ChoiceField(
                label=pick(feature.title),
                help_text=pick(feature.why),
                choices=[(str(value.pk), pick(value.title)) for value in feature.values.all()],
                widget=forms.RadioSelect,
            )
        self.order_fields([_name_of(feature) for feature in features])

    def given(self) -> dict[str, Any]:
        """What the service is given, from a valid form."""
        data = self.cleaned_data
        return {
            "answers": {feature.pk: int(data[_name_of(feature)]) for feature in self.features},
            "reached": Reached(
                data["name"], data["street"], data["postcode"], data["town"], data["phone"]
            ),
            "consents": data["consents"],
        }


def _name_of(feature: Feature) -> str:
    return f"feature_{feature.pk}"


class TermsForm(Form):
    """The size of the panel and who cannot be drawn."""

    size = forms.IntegerField(
        label=_("Seats of the panel"),
        min_value=1,
        max_value=1000,
        help_text=_("All of them, those already taken included."),
    )
    body = forms.ModelChoiceField(
        Body.objects.none(),
        label=_("Which panel"),
        required=False,
        help_text=_("Its present members count in the quotas, and their seats are not drawn."),
    )
    one_per_household = forms.BooleanField(
        label=_("At most one person of each household"), required=False
    )
    no_past_members = forms.BooleanField(
        label=_("Leave out people who have been members of a panel"), required=False
    )

    kept_days = forms.IntegerField(
        label=_("Days until what volunteers wrote is deleted"),
        min_value=LEAST_KEPT.days,
        max_value=MOST_KEPT.days,
        help_text=_(
            "From the end of the last step of the draw: as long as seats may still have to be filled. The"
            " form tells volunteers the date."
        ),
    )

    def __init__(self, process: Process, draw: Draw, data: Any = None) -> None:
        initial = {
            "size": draw.size,
            "body": draw.body_id,
            "one_per_household": draw.one_per_household,
            "no_past_members": draw.no_past_members,
            "kept_days": draw.kept_days,
        }
        super().__init__(data, initial=initial)
        panels: Any = self.fields["body"]
        panels.queryset = Body.objects.filter(process=process, kind=BodyKind.PANEL)


class FeatureForm(Form):
    """A question, why it is asked, and its answers."""

    title = forms.CharField(label=_("Question"), max_length=60)
    why = forms.CharField(
        label=_("Why it is asked"),
        max_length=300,
        help_text=_("People read this under the question."),
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    values = forms.CharField(
        label=_("Answers, one on each line"),
        help_text=_(
            "With its share of the population: “North; 23.5 %”. Two columns copied from a spreadsheet or from"
            " the census can be pasted: shares, or numbers of people, which become shares."
        ),
        widget=forms.Textarea(attrs={"rows": 8}),
    )


def feature_data(feature: Feature) -> dict[str, Any]:
    """What the form of a feature shows before it is changed."""
    return {
        "title": pick(feature.title),
        "why": pick(feature.why),
        "values": written_values(
            [(pick(value.title), value.share) for value in feature.values.all()]
        ),
    }


class PresetsForm(Form):
    """Features ready to be added."""

    codes = forms.MultipleChoiceField(
        label=_("Ready-made questions"), widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, there: set[str], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        codes: Any = self.fields["codes"]
        codes.choices = [
            (
                preset.code,
                _("%(question)s (%(answers)s)")
                % {
                    "question": pick(preset.title),
                    "answers": " · ".join(pick(title) for title in preset.values),
                },
            )
            for preset in PRESETS
            if preset.name not in there
        ]
        if not codes.choices:
            codes.help_text = _("All of them are in the draw already.")


class QuotasForm(Form):
    """Two numbers for each value."""

    def __init__(self, features: Sequence[Feature], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.features = features
        for feature in features:
            for value in feature.values.all():
                for side, said, seats in (
                    ("min", _("at least"), value.minimum),
                    ("max", _("at most"), value.maximum),
                ):
                    label = f"{pick(feature.title)}, {pick(value.title)}, {said}"
                    self.fields[f"{side}_{value.pk}"] = forms.IntegerField(
                        label=label,
                        min_value=0,
                        max_value=1000,
                        initial=seats,
                        widget=forms.NumberInput(attrs={"aria-label": label}),
                    )

    def clean(self) -> dict[str, Any]:
        """Refuse a range that ends before it begins."""
        data = dict(self.cleaned_data)
        for feature in self.features:
            for value in feature.values.all():
                low, high = data.get(f"min_{value.pk}"), data.get(f"max_{value.pk}")
                if low is not None and high is not None and low > high:
                    self.add_error(f"max_{value.pk}", _("Too low."))
        return data

    def tables(self, counts: Mapping[int, int]) -> list[tuple[str, list[dict[str, Any]]]]:
        """For each feature its values, with both fields, their share and how many volunteered."""
        return [
            (
                pick(feature.title),
                [
                    {
                        "title": pick(value.title),
                        "share": percent(float(value.share) / 100, 1) if value.share else "",
                        "people": number(counts.get(value.pk, 0)),
                        "fields": (self[f"min_{value.pk}"], self[f"max_{value.pk}"]),
                    }
                    for value in feature.values.all()
                ],
            )
            for feature in self.features
        ]

    def typed(self) -> Sequence[Feature]:
        """The features with the quotas of a valid form, which are not saved."""
        for feature in self.features:
            for value in feature.values.all():
                value.minimum, value.maximum = self.given()[value.pk]
        return self.features

    def given(self) -> dict[int, tuple[int, int]]:
        """Minimum and maximum by the key of the value, from a valid form."""
        data = self.cleaned_data
        return {
            value.pk: (data[f"min_{value.pk}"], data[f"max_{value.pk}"])
            for feature in self.features
            for value in feature.values.all()
        }


class ImportForm(Form):
    """Up to three files. A file cannot be kept by a browser: it is chosen again for the import."""

    people = forms.FileField(
        label=_("Volunteers"),
        help_text=_(
            "CSV or XLSX: one row for each person, a column for each question and one called id. Names and"
            " addresses are not read. If something is wrong, choose the file again."
        ),
        widget=FileInput,
    )
    household = forms.CharField(
        label=_("Columns that make a household"),
        help_text=_("For instance: street, postcode"),
        max_length=200,
        required=False,
    )
    excluded = forms.FileField(
        label=_("People who cannot be drawn"),
        help_text=_("A file with a column called id."),
        required=False,
        widget=FileInput,
    )
    seated = forms.FileField(
        label=_("Members already seated"),
        help_text=_("A file with a column called id; they stand in the file of volunteers too."),
        required=False,
        widget=FileInput,
    )
