from odoo import fields, models


class AftersalesJob(models.Model):
    """What is known of a fault is looked up where it is worked on (M3)."""
    _inherit = 'aftersales.job'

    hard_case_ids = fields.One2many(
        'aftersales.hard.case', 'job_id', string="Hard Cases", readonly=True, groups='aftersales.group_user')

    def action_look_up(self):
        """Articles that speak of what the customer said, of the codes that were read and of this model."""
        self.ensure_one()
        return {
            'type': 'ir.actions.act_window', 'name': self.env._("Look It Up"), 'res_model': 'aftersales.knowledge.finder',
            'view_mode': 'form', 'views': [(False, 'form')], 'target': 'new', 'context': {'default_job_id': self.id}}

    def action_view_hard_cases(self):
        """The case there is, or a new one."""
        self.ensure_one()
        action = self.env['ir.actions.act_window']._for_xml_id('aftersales.action_hard_cases')
        return {
            **action, 'views': [(False, 'form')], 'res_id': self.hard_case_ids[:1].id,
            'context': {'default_job_id': self.id, 'default_subject': (self.name or '')[:200]}}

    def _get_question(self):
        """What the search begins with."""
        self.ensure_one()
        return ' '.join(filter(None, [self.concern or self.name]))[:500]
