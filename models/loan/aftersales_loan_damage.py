from odoo import api, fields, models
from odoo.exceptions import ValidationError

from odoo.addons.aftersales.models.counter.condition import MOST_MARKS


class AftersalesLoanDamage(models.Model):
    """A damage a loaner left or came back with, marked on its sketch."""
    _name = 'aftersales.loan.damage'
    _inherit = ['aftersales.frozen.part.mixin', 'aftersales.system.values.mixin', 'aftersales.damage.mixin']
    _description = "Damage of a Loaner"
    _order = 'sheet_id.id desc, id'
    _frozen_with = 'sheet_id'

    sheet_id = fields.Many2one('aftersales.loan.sheet', string="Paper of Loan", required=True, index=True, ondelete='cascade')
    company_id = fields.Many2one(related='sheet_id.company_id', store=True, index=True, precompute=True)
    known_id = fields.Many2one(
        'aftersales.loan.damage', string="Known since Hand-out", readonly=True, index='btree_not_null', ondelete='restrict')

    @api.constrains('sheet_id')
    def _check_number(self):
        for sheet, count in self._read_group([('sheet_id', 'in', self.sheet_id.ids)], ['sheet_id'], ['__count']):
            if count > MOST_MARKS:
                raise ValidationError(self.env._(
                    "%(sheet)s takes %(limit)s damage marks. Put several into one and describe them.",
                    sheet=sheet.display_name, limit=MOST_MARKS))

    def _prepare_copied_vals(self):
        self.ensure_one()
        mark = self.with_context(bin_size=False)
        return {'view': mark.view, 'x': mark.x, 'y': mark.y, 'kind': mark.kind, 'note': mark.note, 'photo': mark.photo}
