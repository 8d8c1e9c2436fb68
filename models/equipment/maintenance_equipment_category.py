from odoo import fields, models


class MaintenanceEquipmentCategory(models.Model):
    """A kind of workshop equipment: how often it is calibrated or inspected, and whether its bay waits for it."""
    _inherit = 'maintenance.equipment.category'

    check_months = fields.Integer(
        string="Calibrated Every (Months)", bounds=(0, 240),
        help="Calibration or inspection of equipment of this kind; 0 where none is needed.")
    notice_days = fields.Integer(
        string="Told Before (Days)", default=30, bounds=(0, 366),
        help="So many days before it is due the keeper gets a task.")
    shuts_bay = fields.Boolean(
        string="Shuts Its Bay", help="While calibration is overdue, its bay is neither booked nor planned.")
