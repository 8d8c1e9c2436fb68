from datetime import timedelta

from odoo import fields


class FollowupQueues:
    """What the scheduled actions of follow-up work on."""

    def _create_steps(self, **values):
        """Steps of as many customers without cars."""
        partners = self.env['res.partner'].create([{
            'name': f"Shen {number}", 'email': f'shen{number}@example.com'} for number in range(self.count)])
        steps = self.env['aftersales.followup'].create([{
            'rule_id': self.env.ref('aftersales.followup_rule_visit').id, 'partner_id': partner.id,
            'workshop_id': self.workshop.id} for partner in partners])
        return self._write_raw(steps, **values)

    def _prepare_generate_followups(self):
        Rule = self.env['aftersales.followup.rule']
        Rule.search([]).sudo().generated_date = fields.Date.today()
        return '_generate', Rule.create([{'name': f"Rule {number}"} for number in range(self.count)])

    def _prepare_end_followups(self):
        return '_end_by_itself', self._create_steps(late_date=fields.Date.today() - timedelta(days=2))

    def _prepare_send_followups(self):
        self.company.write({'aftersales_quiet_from': 0, 'aftersales_quiet_to': 0, 'aftersales_noon_to': 12,
                            'aftersales_calls_on_sunday': True})
        return '_send_message', self._create_steps(channel='message')

    def _prepare_escalate_followups(self):
        self.workshop.manager_id = self.user_manager
        return '_escalate', self._create_steps(
            question="Does it need new parts?", question_deadline=fields.Datetime.now() - timedelta(hours=1))

    def _prepare_make_summaries(self):
        self.env['res.company'].search([]).aftersales_follow_up = False
        self.company.aftersales_follow_up = True
        outlets = self.env['aftersales.workshop'].concat(*(
            self.workshop.copy({'code': f'SF{number}'}) for number in range(self.count)))
        others = self.env['aftersales.workshop'].search([('company_id', '=', self.company.id)]) - outlets
        others.sudo()._make_summary()
        return '_make_summary', outlets
