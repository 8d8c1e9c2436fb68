from odoo import fields, models


class AftersalesEnquiry(models.Model):
    """Who asks may be stranded: one click makes a rescue of it (B1)."""
    _inherit = 'aftersales.enquiry'

    rescue_ids = fields.One2many(
        'aftersales.rescue', 'enquiry_id', string="Rescues", readonly=True, groups='aftersales.group_see_rescue')

    def action_rescue(self):
        return self._follow_up('rescue')

    def _get_followup_actions(self):
        return super()._get_followup_actions() | {
            'rescue': {
                'label': self.env._("Rescue"), 'field': 'rescue_ids', 'open': lambda enquiry: enquiry._get_rescue_action()}}

    def _get_rescue_action(self):
        return {
            'type': 'ir.actions.act_window', 'name': self.env._("New Rescue"), 'res_model': 'aftersales.rescue',
            'view_mode': 'form', 'views': [(False, 'form')],
            'context': {
                'default_enquiry_id': self.id, 'default_vehicle_id': self.vehicle_id.id,
                'default_partner_id': self.partner_id.id, 'default_caller_name': self.contact_name,
                'default_phone': self.phone, 'default_story': self.question, 'default_workshop_id': self.workshop_id.id,
            },
        }
