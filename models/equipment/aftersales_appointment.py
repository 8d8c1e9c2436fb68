from odoo import fields, models


class AftersalesAppointment(models.Model):
    _inherit = 'aftersales.appointment'

    def _get_refusal(self, reason, start, request):
        """Which bays are shut, and why, where none is free."""
        refusal = super()._get_refusal(reason, start, request)
        if reason != 'bay':
            return refusal
        # sudo: a bay is shut for whoever wants to book it
        bays = self.env['aftersales.bay'].sudo().browse(request.bays) if request.bays else self.workshop_id.sudo().bay_ids
        now = max(start, fields.Datetime.now())
        words = [text for spans in bays._get_shut_spans().values() for begin, end, text in spans if begin <= now < end]
        return ' '.join([refusal, *words[:3]])
