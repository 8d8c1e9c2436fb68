from odoo import api, fields, models
from odoo.exceptions import ValidationError

from odoo.addons.aftersales.models.base.words import say_stamp

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

    # === BUSINESS METHODS ===#

    def _prepare_earlier(self):
        """What the sketch of a later visit shows of the mark."""
        self.ensure_one()
        checkin = self.checkin_id
        return {
            'id': self.id, 'view': self.view, 'x': self.x, 'y': self.y, 'kind': self.kind, 'note': self.note or '',
            'label': self.env._(
                "Seen on %(date)s: %(damage)s",
                date=say_stamp(self.env, checkin.signed_date, checkin.workshop_id._get_tz()), damage=self.display_name),
        }
