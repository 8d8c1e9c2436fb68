from odoo import fields, models
from odoo.exceptions import UserError

from odoo.addons.aftersales.models.base.inputs import clean_line


class AftersalesStatuteCase(models.Model):
    """A refusal is not the last word: a repair that comes after it is told, and the case is taken up again for a reason."""
    _inherit = 'aftersales.statute.case'

    new_repairs = fields.Char(
        string="Repairs since the Refusal", readonly=True, copy=False,
        help="Orders that count under the rules met and were not known when the case was refused.")
    reopen_reason = fields.Char(string="Reason for Reopening", readonly=True, copy=False)

    # === ACTION METHODS ===#

    def action_reopen(self):
        """Ask why, and when the customer came again."""
        self.ensure_one()
        self._check_refused_now()
        return {
            'type': 'ir.actions.act_window',
            'name': self.env._("Reopen %(case)s", case=self.name),
            'res_model': 'aftersales.statute.reopen.wizard',
            'view_mode': 'form',
            'target': 'new',
            'context': {'default_case_id': self.id},
        }

    # === BUSINESS METHODS ===#

    def _check_refused_now(self):
        self.check_access('write')
        self._check_reachable('requested')
        for case in self:
            if case.state != 'refused':
                raise UserError(self.env._(
                    "%(case)s was not refused: there is nothing to reopen. Reload the page.", case=case.name))

    def _reopen(self, reason, request_date):
        """Take a refused case up again: the deadlines run anew, and what the law counts now is sealed."""
        self._check_refused_now()
        # sudo: the reason is the system's stamp; what was decided is sealed, and now it is to be decided anew
        self.sudo().write({
            'reopen_reason': clean_line(reason or ''), 'request_date': request_date, 'remedy': False, 'reason': False})
        self._transition('requested')
        for case in self:
            case.sudo()._message_log(
                body=self.env._("Reopened: %(reason)s", reason=case.reopen_reason), author_id=self.env.user.partner_id.id)
        self.env['aftersales.statute.evidence'].sudo()._seal(self.sudo(), 'met')

    def _check_requested(self):
        super()._check_requested()
        for case in self.filtered(lambda case: case.state == 'refused' and not case.reopen_reason):
            raise UserError(self.env._(
                "%(case)s was refused. Use “Reopen” and write why it is taken up again.", case=case.name))

    def _after_requested(self, source):
        super()._after_requested(source)
        self.sudo().new_repairs = False  # sudo: the system's

    def _after_refused(self, source):
        super()._after_refused(source)
        self.sudo().write({'reopen_reason': False, 'new_repairs': False})  # sudo: as above; the log keeps the reason

    def _note_new_repairs(self, pairs):
        """Tell of repairs that count and that were not known when the case was refused, each once.

        :param pairs: the car's standing, (rule, reckoner.Standing)
        """
        for case in self:
            keys = {key for rule, standing in pairs if rule in case.rule_ids for key in standing.stays}
            orders = self.env['aftersales.order'].sudo().browse(sorted(keys))  # sudo: all repairs of a car count
            known = {
                visit['order'] for evidence in case.evidence_ids
                for standing in evidence._get_content().get('standings', []) for visit in standing['visits']}
            names = [
                order.name if order.company_id == case.company_id else self.env._("another company")
                for order in orders if order.name not in known]
            if not names or ", ".join(names) == case.new_repairs:
                continue
            case.new_repairs = ", ".join(names)
            case._message_log(body=self.env._(
                "A repair that counts came after the refusal: %(orders)s.", orders=case.new_repairs))
            if case.user_id:
                words = case.with_context(lang=case.user_id.lang)
                case.activity_schedule(
                    'mail.mail_activity_data_todo', user_id=case.user_id.id, summary=words.env._(
                        "%(case)s: repaired again after the refusal. Reopen it?", case=case.name))
