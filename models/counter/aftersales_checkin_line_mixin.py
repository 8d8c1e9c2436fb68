from odoo import api, fields, models


class AftersalesCheckinLineMixin(models.AbstractModel):
    """What belongs to a check-in is signed with it."""

    _name = 'aftersales.checkin.line.mixin'
    _description = 'Part of a Check-in'

    checkin_id = fields.Many2one(
        'aftersales.checkin', string="Check-in", required=True, index=True, ondelete='cascade',
    )
    company_id = fields.Many2one(related='checkin_id.company_id', store=True, index=True, precompute=True)

    @api.model_create_multi
    def create(self, vals_list):
        records = super().create(vals_list)
        records.checkin_id._check_open()
        return records

    def write(self, vals):
        self.checkin_id._check_open()
        result = super().write(vals)
        if 'checkin_id' in vals:
            self.checkin_id._check_open()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_if_open(self):
        self.checkin_id._check_open()
