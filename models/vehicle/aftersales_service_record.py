from odoo import api, fields, models


class AftersalesServiceRecord(models.Model):
    """A service of the maintenance plan that was done, here or elsewhere."""

    _name = 'aftersales.service.record'
    _inherit = ['aftersales.system.values.mixin', 'aftersales.history.mixin']
    _description = 'Maintenance Service Done'
    _order = 'date desc, id desc'

    vehicle_id = fields.Many2one(
        'fleet.vehicle',
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
    distance_km = fields.Float(string='Distance (km)', digits=(12, 1), bounds=(None, 20e6))
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

    @api.model
    def _record(self, vals_list):
        """Create the records that are not there yet: a service is recorded once a day.

        Whoever reports the service, such as a delivered order, decides who may do so.
        """
        keys = {}
        for vals in vals_list:
            keys.setdefault((vals['vehicle_id'], vals['line_id'], vals['date']), vals)
        if not keys:
            return self.browse()
        known = self.sudo().search([
            ('vehicle_id', 'in', [vehicle for vehicle, _line, _date in keys]),
            ('date', 'in', [date for _vehicle, _line, date in keys]),
        ])
        for record in known:
            keys.pop((record.vehicle_id.id, record.line_id.id, record.date), None)
        return self.sudo().create(list(keys.values()))

    def _is_history(self):
        """What was noted by hand of a service done elsewhere is corrected by hand."""
        return False
