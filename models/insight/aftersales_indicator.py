from odoo import api, fields, models
from odoo.exceptions import ValidationError

CATEGORIES = [
    ('volume', "Visits and Volume"), ('money', "Revenue and Margin"), ('time', "Time and Promises"),
    ('quality', "Quality of Work"), ('parts', "Parts and Stock"), ('warranty', "Warranty and Claims"),
    ('customers', "Customers of the House"), ('care', "Calls and Letters"), ('satisfaction', "Satisfaction"),
    ('complaints', "Complaints"), ('people', "People and Hours"), ('safety', "Safety and Risks"),
]
UNITS = [
    ('percent', "Percent"), ('number', "Plain Number"), ('amount', "Amount of Money"), ('hours', "Hours"), ('days', "Days"),
]
BETTER = [('more', "More Is Better"), ('less', "Less Is Better")]


class AftersalesIndicator(models.Model):
    """What an outlet is measured by every month, from the records of the house (N1).

    How each is counted stands in ``measures``; the figures are kept month by month, see ``aftersales.indicator.figure``.
    """
    _name = 'aftersales.indicator'
    _description = "Key Figure's Indicator"
    _inherit = ['aftersales.setup.mixin', 'aftersales.log.mixin']
    _order = 'sequence, id'
    _rec_names_search = ['name', 'code']

    sequence = fields.Integer(default=1000)
    code = fields.Char(required=True, max_length=20, copy=False, tracking=True)
    name = fields.Char(required=True, translate=True, max_length=100, tracking=True)
    category = fields.Selection(CATEGORIES, required=True, default='volume', tracking=True)
    unit = fields.Selection(UNITS, string="Unit of the Figure", required=True, default='percent', tracking=True)
    better = fields.Selection(BETTER, string="Direction", required=True, default='more', tracking=True)
    measure = fields.Selection(
        selection='_get_measures', string="Counted By", required=True, tracking=True)
    scale = fields.Float(
        string="Multiplied With", default=1.0, digits=(12, 4), bounds=(0.0001, 1e6), aggregator=None, tracking=True,
        help="What the quotient is multiplied with: 100 for percent.")
    formula = fields.Text(string="How It Is Counted", translate=True, max_length=500)

    _one_code = models.UniqueIndex('(code)', "There is an indicator of this code already.")

    @api.model
    def _get_measures(self):
        """Each is a method ``_measure_<key>(span)`` that says what is counted; see the folder ``measures``."""
        return sorted(
            (name.removeprefix('_measure_'), name.removeprefix('_measure_').replace('_', ' '))
            for name in dir(type(self)) if name.startswith('_measure_'))

    @api.constrains('scale')
    def _check_scale(self):
        for indicator in self:
            if indicator.scale <= 0:
                raise ValidationError(self.env._("%(name)s: the scale must be more than 0.", name=indicator.name))

    @api.model
    def _judge(self, better, value, target, warn):
        """:param target: None where there is none
        :return: good, near (within ``warn`` percent of the target), bad, or none"""
        if target is None or value is None:
            return 'none'
        if better == 'more':
            return 'good' if value >= target else 'near' if value >= target * (1 - warn / 100.0) else 'bad'
        return 'good' if value <= target else 'near' if value <= target * (1 + warn / 100.0) else 'bad'
