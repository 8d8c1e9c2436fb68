from odoo import fields, models


class AftersalesOperation(models.Model):
    """Work done on many cars - a recall, a campaign, a fleet - is checked at the first car before others pass (首件检验)."""
    _inherit = 'aftersales.operation'

    first_check = fields.Selection(
        [('warn', "Warn"), ('block', "Refuse")], string="First Article Check",
        help="Until the inspector has passed the first car with this work, later ones are warned about or refused at the "
             "final inspection. Empty: no first article is checked.")
    first_check_by = fields.Selection(
        [('outlet', "Outlet"), ('technician', "Technician")], string="First Article of Each", default='outlet', required=True,
        help="One first car for the outlet, or one for each technician who does the work.")
    first_check_from = fields.Date(
        string="First Article Since",
        help="A new batch begins: what was finished before this day does not count. Empty: the first one ever.")

    _check_first_check = models.Constraint(
        "CHECK(first_check IS NULL OR first_check_by IS NOT NULL)", "Choose whose first article is checked.")
