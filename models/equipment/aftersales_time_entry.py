from odoo import api, fields, models


class AftersalesTimeEntry(models.Model):
    """Care and repair of equipment are internal work of class D (A6)."""
    _inherit = 'aftersales.time.entry'

    equipment_id = fields.Many2one(
        'maintenance.equipment', string="Equipment", readonly=True, index='btree_not_null', ondelete='restrict',
        help="What was cared for or repaired.")
    fault_id = fields.Many2one(
        'maintenance.request', string="Fault of Equipment", readonly=True, index='btree_not_null', ondelete='restrict',
        help="The fault the work was for.")

    @api.depends('equipment_id')
    @api.depends_context('lang')
    def _compute_display_name(self):
        super()._compute_display_name()
        for entry in self.filtered('equipment_id'):
            entry.display_name = f"{entry.display_name} · {entry.equipment_id.name}"
