from odoo import api, fields, models


class AftersalesHold(models.Model):
    """A wait for parts that stock was asked for ends by itself when the last of them is here (E7, H3)."""
    _inherit = 'aftersales.hold'

    ends_with_parts = fields.Boolean(
        string="Ends by Itself", readonly=True, copy=False, help="The wait ends when the job's parts are here.")

    @api.model_create_multi
    def create(self, vals_list):
        holds = super().create(vals_list)
        waiting = holds.filtered(lambda hold: hold.kind == 'parts' and hold.job_id._get_awaited_moves())
        waiting.sudo().ends_with_parts = True  # the system knows what it waits for
        return holds
