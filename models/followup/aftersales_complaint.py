from odoo import models


class AftersalesComplaint(models.Model):
    """Who refuses calls is not called after his complaint either: the rules of follow-up write to him instead (J2, J3)."""
    _inherit = 'aftersales.complaint'

    def _get_called_afterwards(self):
        return super()._get_called_afterwards().filtered(lambda complaint: not complaint.partner_id or not (
            complaint.partner_id.with_company(complaint.company_id)._refuses('call', 'followup')))

    def _prepare_contact_vals(self):
        """What a row of the register says of a call or letter about this case; {} where no outlet is concerned."""
        self.ensure_one()
        outlet = self.workshop_id or self.company_id.aftersales_workshop_ids[:1]
        return outlet and self.partner_id and {
            'complaint_id': self.id, 'company_id': self.company_id.id, 'workshop_id': outlet.id, 'direction': 'out',
            'partner_id': self.partner_id.id, 'vehicle_id': self.vehicle_id.id, 'order_id': self.order_id.id} or {}

    def action_call_afterwards(self):
        if not self.aftercall_ids._is_same_talk():
            self.env['aftersales.followup']._check_not_called_today(self.partner_id)
        return super().action_call_afterwards()
