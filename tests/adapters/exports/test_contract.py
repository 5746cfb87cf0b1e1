"""What holds for every format of suggestions: the shipped contract."""

from __future__ import annotations

from dataclasses import replace

import pytest

from readnext.suggestion import Answer
from readnext.testing import ExportFormatContract
from readnext_adapters.exports import EXPORT_FORMATS


class TestShippedContract(ExportFormatContract):
    @pytest.fixture(autouse=True, params=list(EXPORT_FORMATS))
    def each_format(self, answer: Answer, request: pytest.FixtureRequest) -> None:
        self.export_format = EXPORT_FORMATS[str(request.param)]
        nothing = replace(answer, suggestions=(), empty_reason="")
        self.answers = (answer, nothing)
