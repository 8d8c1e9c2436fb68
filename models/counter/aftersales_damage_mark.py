from odoo import api, fields, models
from odoo.exceptions import ValidationError

from .condition import MOST_MARKS


class AftersalesDamageMark(models.Model):
    """A damage the car came with, marked on the sketch of its check-in."""

    _name = 'aftersales.damage.mark'
    _inherit = ['aftersales.checkin.line.mixin', 'aftersales.damage.mixin']
    _description = 'Damage Mark'
    _order = 'checkin_id.id desc, id'

    vehicle_id = fields.Many2one(related='checkin_id.vehicle_id', store=True, index=True, precompute=True)

    @api.constrains('checkin_id')
    def _check_number(self):
        for checkin, count in self._read_group([('checkin_id', 'in', self.checkin_id.ids)], ['checkin_id'], ['__count']):
            if count > MOST_MARKS:
                raise ValidationError(self.env._(
                    "%(checkin)s takes %(limit)s damage marks. Put several into one and describe them.",
                    checkin=checkin.display_name, limit=MOST_MARKS))
