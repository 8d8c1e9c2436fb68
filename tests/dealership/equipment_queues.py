from .equipment import EquipmentOf


class EquipmentQueues(EquipmentOf):
    """What the nightly passes of equipment work on."""

    def _prepare_tell_due_checks(self):
        self.env['maintenance.equipment'].search([('is_check_told', '=', False)]).sudo().is_check_told = True
        equipment = self.env['maintenance.equipment']
        for number in range(self.count):
            equipment |= self._create_equipment(name=f"Lift {number}").sudo().with_env(self.env)
        return '_tell_due', equipment

    def _prepare_tell_due_tools(self):
        self.env['aftersales.tool.loan'].search([('is_told', '=', False)]).sudo().is_told = True
        tools = self.env['maintenance.equipment']
        for number in range(self.count):
            tools |= self._create_equipment(
                name=f"Puller {number}", category_id=self.env.ref('aftersales.equipment_kind_special_tool').id)
        self.env['aftersales.tool.loan'].create([{
            'equipment_id': tool.id, 'employee_id': self.technician.id, 'due_date': '2020-01-01'} for tool in tools])
        return '_tell_due_tools', tools.sudo().with_env(self.env)
