from odoo import api, fields, models
from odoo.fields import Domain


class AftersalesComplaint(models.Model):
    """Whoever complained is asked how it was handled, when it is over (L1 F)."""
    _inherit = 'aftersales.complaint'

    survey_invitation_ids = fields.One2many(
        'aftersales.survey.invitation', 'complaint_id', string="Surveys", readonly=True,
        groups='aftersales.group_see_survey')
    raised_by_ids = fields.One2many(
        'aftersales.survey.invitation', 'raised_complaint_id', string="Raised by Survey", readonly=True,
        groups='aftersales.group_see_survey')

    @api.model
    def _cron_ask_complainants(self, batch_size=200):
        triggers = self.env['aftersales.survey.trigger']._get_active('complaint')
        domain = self.env['aftersales.survey.invitation']._get_due_domain('closed_date', triggers)
        self._work_through(
            domain & Domain('state', '=', 'closed') & Domain('kind', '=', 'complaint') & Domain('partner_id', '!=', False)
            & Domain('survey_invitation_ids', '=', False), '_ask_about_handling', batch_size, order='closed_date, id',
            together=True)

    def _ask_about_handling(self):
        trigger = self.env['aftersales.survey.trigger']._get_active('complaint')[:1]
        # sudo: surveys are the system's
        self.env['aftersales.survey.invitation'].sudo()._ask([{
            'complaint_id': complaint.id, 'trigger_id': trigger.id, 'survey_id': trigger.survey_id.id,
            'company_id': complaint.company_id.id, 'workshop_id': complaint.workshop_id.id,
            'partner_id': complaint.partner_id.id, 'vehicle_id': complaint.vehicle_id.id,
        } for complaint in self])
