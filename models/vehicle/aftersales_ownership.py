from odoo import api, fields, models


class AftersalesOwnership(models.Model):
    """Who owned a vehicle from when to when. The vehicle's ``owner_id`` writes this history."""

    _name = 'aftersales.ownership'
    _inherit = ['aftersales.history.mixin', 'aftersales.system.values.mixin']
    _description = 'Vehicle Ownership'
    _order = 'date_start desc, id desc'
    _rec_name = 'partner_id'

    vehicle_id = fields.Many2one(
        'fleet.vehicle',
        required=True,
        index=True,
        ondelete='cascade',
    )
    company_id = fields.Many2one(related='vehicle_id.company_id', store=True, index='btree_not_null')
    partner_id = fields.Many2one(
        'res.partner',
        string='Owner',
        required=True,
        index=True,
        ondelete='restrict',
    )
    date_start = fields.Date(string='From', required=True, default=fields.Date.context_today)
    date_end = fields.Date(string='Until')

    _dates_check = models.Constraint(
        'CHECK (date_end >= date_start)',
        "An ownership cannot end before it starts.",
    )
    _current_uniq = models.UniqueIndex(
        '(vehicle_id) WHERE date_end IS NULL',
        "A vehicle has one current owner: end the current ownership before you open another.",
    )

    @api.depends('vehicle_id.display_name', 'partner_id.display_name')
    def _compute_display_name(self):
        for ownership in self:
            ownership.display_name = f"{ownership.vehicle_id.display_name}: {ownership.partner_id.display_name}"

    # === BUSINESS METHODS ===#

    def _get_history_message(self):
        return self.env._(
            "Who owned %(vehicle)s is history: it is neither changed nor deleted. Enter the owner on the vehicle, "
            "which ends this ownership and begins the next.", vehicle=self.vehicle_id.display_name)
