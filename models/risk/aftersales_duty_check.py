from datetime import timedelta

from odoo import api, fields, models

DAYS = 30


class AftersalesDutyCheck(models.Model):
    """A look whether a duty is kept, with what showed it; a breach becomes an improvement action."""
    _name = 'aftersales.duty.check'
    _description = "Check of a Duty"
    _inherit = ['aftersales.look.mixin']
    _rec_name = 'duty_id'
    _rec_names_search = ['duty_id.name']
    _looks_at = 'duty_id'

    duty_id = fields.Many2one('aftersales.duty', required=True, index=True, ondelete='restrict')
    company_id = fields.Many2one(related='duty_id.company_id', store=True, index=True, precompute=True)
    date = fields.Date(string="Day of the Check")
    result = fields.Selection([('kept', "Fulfilled"), ('broken', "Not Fulfilled")], required=True, default='kept')
    evidence = fields.Text(required=True, help="What shows it: number and day of the permit, the record, the place.")
    paper = fields.Binary(attachment=True)
    paper_name = fields.Char(export_string_translation=False, max_length=200)
    user_id = fields.Many2one(string="Check Done By")

    @api.model_create_multi
    def create(self, vals_list):
        checks = super().create([{**vals, **({} if self.env.su else {'user_id': self.env.uid})} for vals in vals_list])
        for duty in checks.duty_id.sudo():  # sudo: the last result is the system's
            duty.last_result = duty.check_ids.sorted(lambda check: (check.date, check.id))[-1:].result
        checks.filtered(lambda check: check.result == 'broken')._make_actions()
        return checks

    def _get_early_message(self):
        return self.env._("%(duty)s: a check is entered once it was made.", duty=self.duty_id.name)

    def _make_actions(self):
        # sudo: whoever found it says that something is to be done, whatever else he steers
        self.env['aftersales.action'].sudo().create([{
            'name': self.env._("Not kept: %(duty)s", duty=check.duty_id.name)[:200], 'kind': 'corrective',
            'description': check.evidence, 'duty_id': check.duty_id.id, 'company_id': check.company_id.id,
            'workshop_id': check.duty_id.workshop_id.id, 'user_id': check.duty_id.user_id.id,
            'checker_id': check.user_id.id if check.user_id != check.duty_id.user_id else False,
            'due_date': check.company_id._get_today() + timedelta(days=DAYS)} for check in self])
