from odoo import api, fields, models


class AftersalesWritedownBand(models.Model):
    """How much of a part's value is written off once nothing of it has gone out for so many months (parts 5)."""
    _name = 'aftersales.writedown.band'
    _description = "Rate of Write-Down"
    _inherit = ['aftersales.setup.mixin', 'aftersales.log.mixin']
    _order = 'months'

    months = fields.Integer(
        string="Months at Rest", required=True, bounds=(1, 1200), tracking=True,
        help="From so many months on, until the next rate.")
    percent = fields.Float(string="Written Off (%)", required=True, digits=(5, 1), bounds=(0, 100), tracking=True)

    _months_uniq = models.UniqueIndex("(months) WHERE active", "There is a rate for so many months already. Change that one.")

    @api.depends('months', 'percent')
    def _compute_display_name(self):
        for band in self:
            band.display_name = f'{band.months}: {band.percent:g} %'

    def _get_band(self, age):
        """The last of ``self`` that is reached."""
        return self.filtered(lambda band: band.months <= age).sorted('months')[-1:]
