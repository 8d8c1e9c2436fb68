from .equipment import EquipmentOf


class EquipmentQueues(EquipmentOf):
    """What the nightly passes of equipment work on."""

    def _prepare_tell_due_checks(self):
        self.env['maintenance.equipment'].search([('is_check_told', '=', False)]).sudo().is_check_told = True
        equipment = self.env['maintenance.equipment']
        for number in range(self.count):
            equipment |= self._create_equipment(name=f"Lift {number}").sudo().with_env(self.env)
        return '_tell_due', equipment
