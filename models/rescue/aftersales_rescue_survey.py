from odoo import api, fields, models
from odoo.fields import Domain


class AftersalesRescue(models.Model):
    """Closed rescues are asked about, once, at an hour at which customers may be asked (L1 G)."""
    _inherit = 'aftersales.rescue'

    survey_invitation_ids = fields.One2many(
        'aftersales.survey.invitation', 'rescue_id', string="Surveys", readonly=True, groups='aftersales.group_see_survey')

    @api.model
    def _cron_ask_rescued(self, batch_size=200):
        triggers = self.env['aftersales.survey.trigger']._get_active('rescue')
        domain = self.env['aftersales.survey.invitation']._get_due_domain('closed_date', triggers)
        self._work_through(
            domain & Domain('state', '=', 'closed') & Domain('partner_id', '!=', False)
            & Domain('survey_invitation_ids', '=', False), '_ask_about_rescue', batch_size, order='closed_date, id',
            together=True)

    def _ask_about_rescue(self):
        trigger = self.env['aftersales.survey.trigger']._get_active('rescue')[:1]
        # sudo: surveys are the system's
        self.env['aftersales.survey.invitation'].sudo()._ask([{
            'rescue_id': rescue.id, 'trigger_id': trigger.id, 'survey_id': trigger.survey_id.id,
            'company_id': rescue.company_id.id, 'workshop_id': rescue.workshop_id.id,
            'partner_id': rescue.partner_id.id, 'vehicle_id': rescue.vehicle_id.id,
        } for rescue in self])
