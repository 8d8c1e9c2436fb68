from odoo import fields, models

RESCUE = ('rescue', "Rescue")


class AftersalesFollowup(models.Model):
    """Whoever is called may be stranded just now: one key makes a rescue of it; who was rescued is called, too (J3, J7)."""
    _inherit = 'aftersales.followup'

    anchor = fields.Selection(selection_add=[('rescue', "Rescue Closed")], ondelete={'rescue': 'cascade'})
    result = fields.Selection(selection_add=[RESCUE])

    def _get_keys(self):
        keys = super()._get_keys()
        return keys | {'rescue': 'r'} if self.env['aftersales.rescue'].has_access('create') else keys

    def _get_result_openers(self):
        return super()._get_result_openers() | {'rescue': '_open_rescue'}

    def _open_rescue(self, texts):
        return {
            **self._get_form(self.env['aftersales.rescue']), 'name': self.env._("New Rescue"), 'context': {
                'default_vehicle_id': self.vehicle_id.id, 'default_partner_id': self.partner_id.id,
                'default_caller_name': self.partner_id.name, 'default_phone': self.partner_id.phone,
                'default_story': texts['summary'], 'default_workshop_id': self.workshop_id.id}}
