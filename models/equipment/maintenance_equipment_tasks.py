from odoo import api, fields, models
from odoo.tools.misc import format_date

from odoo.addons.aftersales.models.base.words import say_stamp

TASK = 'aftersales.mail_activity_equipment_check'
TOOL_TASK = 'aftersales.mail_activity_tool_due'


class MaintenanceEquipment(models.Model):
    """Keepers are told before a calibration is due, and of tools that were to be back."""
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

    @api.model
    def _cron_tell_due_tools(self, batch_size=200):
        self._work_through([
            ('workshop_id', '!=', False), ('loan_ids', 'any', [
                ('stop', '=', False), ('due_date', '<', fields.Datetime.now()), ('is_told', '=', False)])],
            '_tell_due_tools', batch_size, together=True)

    def _tell_due_tools(self):
        """One task for each tool that is not back in time; without a keeper, whoever leads the outlet."""
        # sudo: tasks and stamps are the system's
        loans, tasks = self.sudo().loan_ids.filtered(lambda loan: loan.is_overdue and not loan.is_told), {}
        for loan in loans:
            tool = loan.equipment_id
            user = tool.keeper_id or tool.workshop_id.manager_id
            if user:
                env = tool.with_context(lang=user.lang).env
                tasks[tool] = {'user_id': user.id, 'summary': env._(
                    "%(person)s was to bring it back by %(date)s", person=loan.employee_id.name,
                    date=say_stamp(env, loan.due_date, tool.workshop_id._get_tz()))}
        self.sudo()._create_tasks(TOOL_TASK, tasks)
        loans.is_told = True
