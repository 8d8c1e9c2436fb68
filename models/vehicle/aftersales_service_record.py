from odoo import api, fields, models


class AftersalesServiceRecord(models.Model):
    """A service of the maintenance plan that was done, here or elsewhere."""

    _name = 'aftersales.service.record'
    _description = 'Maintenance Service Done'
    _order = 'date desc, id desc'

    vehicle_id = fields.Many2one(
        'fleet.vehicle',
        string='Vehicle',
        required=True,
        index=True,
        ondelete='cascade',
    )
    company_id = fields.Many2one(related='vehicle_id.company_id', store=True, index='btree_not_null')
    line_id = fields.Many2one(
        'aftersales.maintenance.plan.line',
        string='Service',
        required=True,
        index=True,
        ondelete='restrict',
    )
    date = fields.Date(required=True, default=fields.Date.context_today)
    distance_km = fields.Float(string='Distance (km)', digits=(12, 1))
    note = fields.Char(help="For a service done elsewhere: by whom.")

    _distance_check = models.Constraint('CHECK (distance_km >= 0)', "The distance of a service cannot be negative.")
    _service_uniq = models.UniqueIndex(
        '(vehicle_id, line_id, date)',
        "This service is already recorded for that vehicle on that day.",
    )

    @api.depends('line_id.name', 'date')
    def _compute_display_name(self):
        for record in self:
            record.display_name = f"{record.line_id.name or ''} {record.date or ''}".strip()
