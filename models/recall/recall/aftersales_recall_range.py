from odoo import api, fields, models
from odoo.exceptions import ValidationError

from odoo.addons.aftersales.models.vehicle import vin as vin_tools


def get_range_key(vin):
    """What VINs of one maker are counted by: all but the check digit, which follows from the rest."""
    if len(vin) != vin_tools.VIN_LENGTH:
        return vin
    return vin[:vin_tools.CHECK_POSITION] + vin[vin_tools.CHECK_POSITION + 1:]


class AftersalesRecallRange(models.Model):
    """VINs from one to another, both included; the check digit does not count."""
    _name = 'aftersales.recall.range'
    _description = "VIN Range of a Recall"
    _order = 'recall_id.id, vin_from, id'
    _rec_name = 'vin_from'

    recall_id = fields.Many2one('aftersales.recall', required=True, index=True, ondelete='cascade')
    company_id = fields.Many2one(related='recall_id.company_id', store=True, precompute=True, index=True)
    vin_from = fields.Char(string="From VIN", required=True, max_length=40)
    vin_to = fields.Char(string="To VIN", required=True, max_length=40)

    @api.model_create_multi
    def create(self, vals_list):
        return super().create([self._normalise_vins(vals) for vals in vals_list])

    def write(self, vals):
        return super().write(self._normalise_vins(vals))

    @api.model
    def _normalise_vins(self, vals):
        vals = self._read_inputs(vals)
        return {
            name: vin_tools.normalise(value) if name in ('vin_from', 'vin_to') and value else value
            for name, value in vals.items()}

    @api.constrains('vin_from', 'vin_to')
    def _check_order(self):
        for vins in self:
            for vin in (vins.vin_from, vins.vin_to):
                if not vin_tools.is_chassis_number(vin):
                    raise ValidationError(self.env._(
                        "%(vin)s is no VIN: a range goes from one whole VIN to another.", vin=vin))
            if len(vins.vin_from) != len(vins.vin_to) or get_range_key(vins.vin_from) > get_range_key(vins.vin_to):
                raise ValidationError(self.env._(
                    "No VIN lies between %(first)s and %(last)s: both are of one length, the lower one first.",
                    first=vins.vin_from, last=vins.vin_to))
