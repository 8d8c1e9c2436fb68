from odoo.http import request, route

from odoo.addons.aftersales.models.people.survey_survey import STAFF
from odoo.addons.survey.controllers.main import Survey


class StaffSurvey(Survey):

    def _check_validity(self, survey_sudo, answer_sudo, answer_token, ensure_token=True, check_partner=True):
        """An answer of the staff has no name: whoever has its code gives it, logged in or not."""
        is_staff = survey_sudo.survey_type == STAFF
        return super()._check_validity(
            survey_sudo, answer_sudo, answer_token, ensure_token=ensure_token, check_partner=check_partner and not is_staff)

    @route()
    def survey_print(self, survey_token, review=False, answer_token=None, **post):
        """Nobody reads a single answer of the staff, also who printed its code."""
        survey_sudo, __ = self._fetch_from_access_token(survey_token, answer_token)
        if survey_sudo.survey_type == STAFF:
            return request.redirect('/')
        return super().survey_print(survey_token, review=review, answer_token=answer_token, **post)
