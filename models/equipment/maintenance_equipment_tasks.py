from odoo import api, fields, models
from odoo.tools.misc import format_date

TASK = 'aftersales.mail_activity_equipment_check'


class MaintenanceEquipment(models.Model):
    """Keepers are told before a calibration is due."""
    _inherit = 'maintenance.equipment'

    @api.model
    def _cron_tell_due_checks(self, batch_size=200):
        self._work_through([
            ('workshop_id', '!=', False), ('is_check_told', '=', False),
            ('check_notice_date', '<=', fields.Date.today())], '_tell_due', batch_size, order='check_due_date, id',
            together=True)

    def _tell_due(self):
        """One task for each date that is due; without a keeper, whoever leads the outlet."""
        tasks = {}
        for equipment in self.sudo():  # sudo: tasks and stamps are the system's
            user = equipment.keeper_id or equipment.workshop_id.manager_id
            if user:
                words = equipment.with_context(lang=user.lang)
                tasks[equipment] = {
                    'user_id': user.id, 'date_deadline': equipment.check_due_date,
                    'summary': words.env._(
                        "Calibration due on %(date)s", date=format_date(words.env, equipment.check_due_date))}
        self.sudo()._create_tasks(TASK, tasks)
        self.sudo().is_check_told = True

    def _forget_check_tasks(self):
        """It was checked: the task is done, and the next date is told anew."""
        # sudo: whosever task it was
        self.sudo().activity_unlink([TASK])
        self.sudo().is_check_told = False
