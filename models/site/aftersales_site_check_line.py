from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError

from .aftersales_site_point import STEPS

DAYS = 14
# Below so many marks it is said what is wrong, and who puts it right.
TELL_BELOW = 3


class AftersalesSiteCheckLine(models.Model):
    """A point of a 6S check, in the words of its day, with its marks."""
    _name = 'aftersales.site.check.line'
    _description = "Checked Point of an Area"
    _inherit = ['aftersales.frozen.part.mixin']
    _order = 'check_id.id desc, step, sequence, id'
    _rec_names_search = ['name']
    _check_company_auto = True
    _frozen_with = 'check_id'

    check_id = fields.Many2one('aftersales.site.check', string="6S Check", required=True, index=True, ondelete='cascade')
    company_id = fields.Many2one(related='check_id.company_id', store=True, index=True, precompute=True)
    sequence = fields.Integer(default=10)
    step = fields.Selection(STEPS, string="S", required=True, default='1')
    name = fields.Char(string="Point", required=True, max_length=200)
    instruction = fields.Char(string="Five Points When", max_length=300)
    mark = fields.Selection(
        [(str(number), str(number)) for number in range(6)] + [('none', "Does Not Apply")], string="Marks",
        help="0: nothing of it; 5: as it should be.")
    finding = fields.Char(string="What Is Wrong", max_length=300)
    photo = fields.Image(max_width=1920, max_height=1920)
    user_id = fields.Many2one(
        'res.users', string="Put Right By", index='btree_not_null', check_company=True,
        domain="[('share', '=', False), ('company_ids', 'in', company_id)]")
    due_date = fields.Date(string="Until", help="Empty: 14 days.")

    @api.model_create_multi
    def create(self, vals_list):
        return super().create([self._read_inputs(vals) for vals in vals_list])

    def write(self, vals):
        return super().write(self._read_inputs(vals))

    def _get_finding(self):
        self.ensure_one()
        return (self.finding or '').strip()

    def _check_told(self):
        """:raises UserError: where few marks are given and nobody says why, or who puts it right"""
        for line in self.filtered(lambda line: line.mark != 'none'):
            if (int(line.mark) < TELL_BELOW or line._get_finding() or line.user_id) and not (
                    line._get_finding() and line.user_id):
                raise UserError(self.env._(
                    "%(check)s, %(point)s: enter what is wrong and who puts it right.",
                    check=line.check_id.display_name, point=line.name))

    def _make_actions(self):
        # sudo: whoever made the check says what is to be done by whom, whatever else he steers
        self.env['aftersales.action'].sudo().create([{
            'name': f'{line.name}: {line._get_finding()}'[:200], 'kind': 'corrective', 'site_check_id': line.check_id.id,
            'company_id': line.company_id.id, 'workshop_id': line.check_id.workshop_id.id, 'user_id': line.user_id.id,
            'checker_id': self.env.uid if line.user_id != self.env.user else False,
            'due_date': line.due_date or line.company_id._get_today() + timedelta(days=DAYS),
        } for line in self if line._get_finding()])
