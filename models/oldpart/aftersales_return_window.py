from odoo import api, fields, models


class AftersalesReturnWindow(models.Model):
    """When stations return their old parts: mostly two windows a year (H6)."""
    _name = 'aftersales.return.window'
    _description = "Return Window"
    _inherit = ['aftersales.setup.mixin', 'aftersales.log.mixin']
    _order = 'date_from desc, id desc'
    _check_company_auto = True

    name = fields.Char(required=True, tracking=True)
    company_id = fields.Many2one('res.company', required=True, index=True, default=lambda self: self.env.company)
    workshop_ids = fields.Many2many(
        'aftersales.workshop', 'aftersales_return_window_workshop_rel', 'window_id', 'workshop_id', string="Outlets",
        check_company=True, domain="[('company_id', '=', company_id)]", help="Left empty, it holds for all of the company.")
    date_from = fields.Date(string="From", required=True, index=True, tracking=True)
    date_to = fields.Date(string="To", required=True, index=True, tracking=True)

    _dates_in_order = models.Constraint(
        'CHECK (date_to >= date_from)', "A return window ends on or after the day it begins.")

    # === BUSINESS METHODS ===#

    @api.model
    def _get_closings(self, workshops):
        """:return: dict of outlet: the moment (naive UTC) at which the last of its windows closed"""
        # sudo: until when parts had to go is told to whoever may read the parts
        windows = self.sudo().search([
            ('company_id', 'in', workshops.sudo().company_id.ids), ('date_to', '<', fields.Date.context_today(self)),
        ], order='date_to desc, id desc')
        closings = {}
        for workshop in workshops.sudo():  # sudo: as above
            window = next((window for window in windows if window.company_id == workshop.company_id and (
                not window.workshop_ids or workshop in window.workshop_ids)), None)
            if window:
                closings[workshop.id] = workshop._get_day_bounds(window.date_to)[1]
        return closings
