from datetime import datetime, timedelta

from odoo import fields, models
from odoo.tools.misc import format_date

FOREVER = datetime(9999, 1, 1)


class MaintenanceEquipment(models.Model):
    """When a bay waits for its equipment: calibration that is overdue, a fault that lets it stand still."""
    _inherit = 'maintenance.equipment'

    lift_ids = fields.One2many(
        'aftersales.equipment.lift', 'equipment_id', string="Used All the Same", copy=False, groups='aftersales.group_user')
    lifted_until = fields.Date(string="May Be Used Until", compute='_compute_lifted_until', compute_sudo=True)
    shut_text = fields.Char(string="Why Its Bay Is Shut", compute='_compute_shut_text', compute_sudo=True)

    def _compute_lifted_until(self):
        """What was allowed for a check that is overdue; a later check begins anew."""
        lifts = self.env['aftersales.equipment.lift'].search([('equipment_id', 'in', self.ids)]).grouped('equipment_id')
        for equipment in self:
            own = lifts.get(equipment._origin, self.env['aftersales.equipment.lift'])
            equipment.lifted_until = max(
                (lift.allowed_until for lift in own if lift.due_date == equipment.check_due_date), default=False)

    def _compute_shut_text(self):
        now, spans = fields.Datetime.now(), self._get_shut_spans()
        for equipment in self:
            equipment.shut_text = ' '.join(
                words for start, stop, words in spans.get(equipment._origin, ()) if start <= now < stop) or False

    # === BUSINESS METHODS ===#

    def _get_shut_spans(self):
        """Equipment that may not be used: dict of equipment: [(start, stop, sentence)], naive UTC.

        What is due later than today shuts nothing: it is calibrated before.
        """
        spans = {}
        faults = self._get_faults_that_shut()
        today = self._get_today_by_outlet()
        for equipment in self.filtered('workshop_id'):
            found = [(fault.down_from, fault.down_until or FOREVER, fault._say_down())
                     for fault in faults.get(equipment, ())]
            due = equipment.check_due_date
            if equipment.shuts_bay and due and due < today[equipment.workshop_id]:
                last = max(due, equipment.lifted_until or due)
                start, __ = equipment.workshop_id._get_day_bounds(last + timedelta(days=1))
                found.append((start, FOREVER, equipment._say_overdue()))
            if found:
                spans[equipment] = found
        return spans

    def _get_faults_that_shut(self):
        return self.env['maintenance.request'].search([
            ('equipment_id', 'in', self.ids), ('shuts_bay', '=', True), ('archive', '=', False),
            ('down_from', '!=', False), '|', ('down_until', '=', False), ('down_until', '>', fields.Datetime.now()),
        ], order='down_from, id').grouped('equipment_id')

    def _say_overdue(self):
        self.ensure_one()
        since = format_date(self.env, self.check_due_date)
        if self.check_ids.sorted(lambda check: (check.date, check.id))[-1:].result == 'failed':
            return self.env._(
                "%(equipment)s failed its calibration on %(date)s.",
                equipment=self.display_name, date=format_date(self.env, self.check_date))
        return self.env._("Calibration of %(equipment)s is overdue since %(date)s.", equipment=self.display_name, date=since)
