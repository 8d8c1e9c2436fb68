from odoo import api, fields, models
from odoo.exceptions import ValidationError

SHARE = {'digits': (5, 1), 'required': True, 'bounds': (0, 100)}


class AftersalesWorkshop(models.Model):
    """What the parts department of an outlet is to reach (parts 10): by it the figures are coloured."""
    _inherit = 'aftersales.workshop'

    part_fill_least = fields.Float(
        string="Fill Rate at Least (%)", default=85, help="Below it the figure is red, from it to the target yellow.", **SHARE)
    part_fill_target = fields.Float(string="Fill Rate Target (%)", default=95, **SHARE)
    part_right_target = fields.Float(string="Right Part Target (%)", default=98, **SHARE)
    part_time_target = fields.Float(string="Issued on Time Target (%)", default=95, **SHARE)
    part_count_target = fields.Float(string="Count Accuracy Target (%)", default=98, **SHARE)
    part_dead_most = fields.Float(string="Dead Stock at Most (%)", default=10, **SHARE)

    @api.constrains('part_fill_least', 'part_fill_target')
    def _check_part_fill(self):
        for workshop in self:
            if workshop.part_fill_least > workshop.part_fill_target:
                raise ValidationError(self.env._(
                    "%(workshop)s: the fill rate at least is above its target. Enter the smaller one first.",
                    workshop=workshop.display_name))
