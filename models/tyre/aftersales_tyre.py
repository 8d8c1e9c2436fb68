from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Command

POSITIONS = [
    ('fl', "Front left"), ('fr', "Front right"), ('rl', "Rear left"), ('rr', "Rear right"), ('spare', "Spare wheel"),
]


class AftersalesTyre(models.Model):
    """One wheel or tyre of a set: where it was on the car, and how good it is."""
    _name = 'aftersales.tyre'
    _inherit = ['aftersales.system.values.mixin']
    _description = "Tyre"
    _order = 'set_id.id desc, id'

    set_id = fields.Many2one('aftersales.tyre.set', required=True, index=True, ondelete='cascade')
    company_id = fields.Many2one(related='set_id.company_id', store=True, index=True, precompute=True)
    position = fields.Selection(POSITIONS, required=True, default='spare', help="Where it was on the car.")
    make_text = fields.Char(string="Brand and Profile", max_length=60)
    size = fields.Char(string="Tyre Size", max_length=30, help="As on the sidewall: 205/55 R16 91H.")
    made_code = fields.Char(
        string="DOT", max_length=4, help="Week and year of production, four digits: 2323 is week 23 of 2023.")
    made_year = fields.Integer(compute='_compute_made_year', store=True, aggregator=None)
    tread_depth = fields.Float(string="Tread (mm)", digits=(4, 1), bounds=(0, 30), aggregator='min')
    remark = fields.Char(help="Cut, patch, uneven wear, scratched rim.")

    _one_a_place = models.UniqueIndex(
        '(set_id, position)', "A set has one wheel for each place of the car.")

    @api.depends('set_id.name', 'position')
    @api.depends_context('lang')
    def _compute_display_name(self):
        positions = dict(self._fields['position']._description_selection(self.env))
        for tyre in self:
            tyre.display_name = f"{tyre.set_id.name} · {positions.get(tyre.position, '')}"

    @api.depends('made_code')
    def _compute_made_year(self):
        for tyre in self:
            code = tyre.made_code or ''
            tyre.made_year = 2000 + int(code[2:]) if len(code) == 4 and code.isascii() and code.isdigit() else 0

    @api.constrains('made_code')
    def _check_made_code(self):
        for tyre in self.filtered('made_code'):
            code = tyre.made_code
            if not (len(code) == 4 and code.isascii() and code.isdigit() and 1 <= int(code[:2]) <= 53):
                raise ValidationError(self.env._(
                    "“%(code)s” of %(tyre)s: enter the four digits of the sidewall, week and year, as 2323.",
                    code=code, tyre=tyre.display_name))

    @api.model_create_multi
    def create(self, vals_list):
        tyres = super().create(vals_list)
        tyres._check_may_change()
        return tyres

    def write(self, vals):
        self._check_may_change()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_ended(self):
        self._check_may_change()

    def _check_may_change(self):
        for tyre in self:
            if tyre.set_id.state == 'cancelled':
                raise UserError(self.env._(
                    "The storage of %(set)s has ended: its tyres stay as they were.", set=tyre.set_id.display_name))

    @api.model
    def _prepare_four(self):
        """One for each wheel of the car."""
        return [Command.create({'position': position}) for position, __ in POSITIONS if position != 'spare']
