from odoo import api, fields, models


class AftersalesClaimReason(models.Model):
    """Why a maker or a supplier cuts or refuses what was claimed: the list of the trade, and what a dealer adds."""
    _name = 'aftersales.claim.reason'
    _description = "Claim Response Reason"
    _inherit = ['aftersales.setup.mixin']
    _order = 'sequence, code, id'
    _rec_names_search = ['code', 'name']

    name = fields.Char(required=True, translate=True)
    code = fields.Char(required=True, help="As the maker's answer writes it.")
    sequence = fields.Integer(default=10)
    outcome = fields.Selection(
        selection=[('rejected', "Rejected"), ('reduced', "Reduced"), ('pending', "Pending"), ('any', "Any")],
        required=True, default='any', help="What the reason can be given for.")
    is_avoidable = fields.Boolean(
        string="Avoidable", help="Would not have happened with a complete claim, sent in time.")
    is_of_record = fields.Boolean(
        string="By the Record of the Work",
        help="What whoever did the work wrote, measured or handed in was missing or wrong. Counts on his performance sheet.")

    _code_unique = models.UniqueIndex('(code)', "Another reason, perhaps an archived one, has this code already.")

    @api.depends('code', 'name')
    def _compute_display_name(self):
        for reason in self:
            reason.display_name = f'{reason.code} {reason.name}' if reason.code else reason.name
