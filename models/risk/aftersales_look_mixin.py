from odoo import api, fields, models
from odoo.exceptions import ValidationError


class AftersalesLookMixin(models.AbstractModel):
    """A look at something that is looked at again and again, entered once it was made: the check of a duty, a drill."""
    _name = 'aftersales.look.mixin'
    _description = "Look at What Is Due"
    _inherit = ['aftersales.history.mixin']
    _order = 'date desc, id desc'
    _check_company_auto = True

    # The many2one to what was looked at.
    _looks_at = None

    date = fields.Date(required=True, default=lambda self: self.env.company._get_today())
    user_id = fields.Many2one(
        'res.users', required=True, index=True, default=lambda self: self.env.user, ondelete='restrict')

    @api.constrains('date')
    def _check_date(self):
        for look in self:
            if look.date > look.company_id._get_today():
                raise ValidationError(look._get_early_message())

    @api.model_create_multi
    def create(self, vals_list):
        looks = super().create([self._read_inputs(vals) for vals in vals_list])
        for look in looks.sorted('date'):
            look[self._looks_at]._note_looked_at(look.date)
        return looks

    def _get_early_message(self):
        """Hook: why it is not entered yet."""
        self.ensure_one()
        return self.env._("%(record)s is entered once it was done.", record=self.display_name)
