from odoo import api, fields, models

from .reckoner import KINDS


class AftersalesValueBand(models.Model):
    """So many points for so much: how customers are valued, as data (J6).

    The most points a kind can give are its weight. A company that has bands of its own is valued by them alone.
    """
    _name = 'aftersales.value.band'
    _description = "Points of a Customer"
    _inherit = ['aftersales.setup.mixin', 'aftersales.log.mixin']
    _order = 'company_id, kind, threshold, id'

    kind = fields.Selection(KINDS, string="For", required=True, default='frequency', tracking=True)
    threshold = fields.Float(
        string="From", required=True, digits=(12, 0), bounds=(0, 1_000_000_000), tracking=True,
        help="So many visits, so much money without taxes, so many years at least; of months since the last visit: at most.")
    points = fields.Integer(required=True, bounds=(0, 100), tracking=True)
    company_id = fields.Many2one(
        'res.company', index='btree_not_null', help="Empty: for all companies without points of their own.")

    _limit_uniq = models.UniqueIndex(
        "(COALESCE(company_id, 0), kind, threshold) WHERE active",
        "There are points for this limit already. Change those.")

    @api.depends('kind', 'threshold')
    def _compute_display_name(self):
        labels = dict(self._fields['kind']._description_selection(self.env))
        for band in self:
            band.display_name = f'{labels.get(band.kind, "")} {band.threshold:,.0f}'

    @api.model
    def _get_bands(self, company):
        """:return: dict of kind: list of (limit, points)"""
        # sudo: how customers are valued is no secret of a role
        found = self.sudo().search([('company_id', 'in', (False, company.id))])
        own = found.filtered('company_id')
        bands = {}
        for band in own or found:
            bands.setdefault(band.kind, []).append((band.threshold, band.points))
        return bands
