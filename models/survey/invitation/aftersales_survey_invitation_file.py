from odoo import api, models
from odoo.exceptions import UserError

from odoo.addons.aftersales.models.survey.answer_file import AnswerFile


class AftersalesSurveyInvitation(models.Model):
    """Answers that a third party asked for, from its file: a row a customer (L1)."""
    _inherit = 'aftersales.survey.invitation'

    _third_uniq = models.UniqueIndex(
        "(survey_id, partner_id, COALESCE(vehicle_id, 0), (answered_date::date)) "
        "WHERE method = 'third' AND state = 'answered' AND order_id IS NULL AND complaint_id IS NULL",
        "The customer's answers of that day are there already. Look at the rows anew.")

    @api.model
    def _import_answers(self, survey, workshop, table, study=False, is_trial=False):
        """Keep the answers of a file; rows that are there already change nothing, wrong ones are told and left out.

        :param survey: the questionnaire whose codes stand in the headings
        :param workshop: the outlet that answers about no visit belong to
        :param table: list of rows of text, a row with headings among the first
        :param study: who asked, in which study
        :return: dict of ``rows``, ``new``, ``known``, ``doubled``, ``wrong``: how many; ``unread``: headings that say
            nothing; ``told``: list of (number of the row, who, verdict, sentence)
        :raises UserError: when the table has no headings that say who answered what on which day
        """
        self.browse()._check_may_ask()
        file = AnswerFile(self.env, survey, workshop, table)
        result = {'rows': len(file.rows), 'new': 0, 'known': 0, 'doubled': 0, 'wrong': 0, 'unread': file.unread, 'told': []}
        seen = set()
        for row in file.rows:
            try:
                found = file.read_row(row)
                verdict, message = file.judge(found, seen)
            except UserError as error:
                verdict, message = 'wrong', str(error)
            result[verdict] += 1
            if verdict == 'new' and not is_trial:
                self._take_over(found, study)
            elif verdict != 'new':
                result['told'].append((row['number'], file.get_who(row), verdict, message))
        return result

    def _take_over(self, found, study):
        """Keep what one customer said."""
        # sudo: answers are the system's; who imports was asked before
        invitation = found['invitation'].sudo() or self.sudo().create({
            **found['vals'], 'method': 'third', 'asked_date': found['moment']})
        invitation._answer(found['answers'], 'third', moment=found['moment'])
        invitation.study = study
