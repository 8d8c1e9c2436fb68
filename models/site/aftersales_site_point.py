from odoo import api, fields, models

from .aftersales_site_area import KINDS

STEPS = [
    ('1', "1 Sort"), ('2', "2 Set in order"), ('3', "3 Shine"), ('4', "4 Standardise"), ('5', "5 Sustain"), ('6', "6 Safety")]


class AftersalesSitePoint(models.Model):
    """What is looked at by one of the six S: a list that every house makes its own."""
    _name = 'aftersales.site.point'
    _description = "Point of a 6S Check"
    _inherit = ['aftersales.setup.mixin']
    _order = 'step, sequence, id'

    name = fields.Char(string="Point", required=True, translate=True, max_length=200)
    step = fields.Selection(STEPS, string="S", required=True, default='1', index=True)
    kind = fields.Selection(KINDS, string="Only In", index='btree_not_null', help="Empty: in every area.")
    sequence = fields.Integer(default=10)
    instruction = fields.Char(string="Five Points When", translate=True, max_length=300)

    @api.model
    def _get_points(self, kind):
        return self.search([('kind', 'in', [False, kind])], limit=200)
