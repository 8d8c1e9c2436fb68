from odoo.addons.aftersales.models.people.survey_survey import STAFF
from odoo.addons.survey.controllers.main import Survey


class StaffSurvey(Survey):

    def _check_validity(self, survey_sudo, answer_sudo, answer_token, ensure_token=True, check_partner=True):
        """An answer of the staff has no name: whoever has its code gives it, logged in or not. Nobody reads one, also who
        printed its code: only core's page that shows an answer asks for neither token nor person."""
        is_staff = survey_sudo.survey_type == STAFF
        if is_staff and not ensure_token and not check_partner:
            return 'survey_wrong'
        return super()._check_validity(
            survey_sudo, answer_sudo, answer_token, ensure_token=ensure_token, check_partner=check_partner and not is_staff)
