from odoo import fields, models
from odoo.exceptions import UserError


class AftersalesJob(models.Model):
    """Work whose class asks for equipment begins where a piece of it is there, calibrated and free (quality sheet §3)."""
    _inherit = 'aftersales.job'

    # === BUSINESS METHODS ===#

    def _check_doing(self):
        super()._check_doing()
        for job in self:
            lack = job.work_class_id.equipment_lack == 'refuse' and job._get_equipment_lack()
            if lack:
                raise UserError(lack)

    def _clock_start(self, employee):
        warning = super()._clock_start(employee)
        lack = self._get_equipment_lack(employee)
        return '\n'.join(filter(None, (warning, lack))) or False

    def _get_equipment_lack(self, employee=None):
        """:return: a sentence on the equipment that the class of work asks for and nobody can use now; False where all is there

        :param employee: who works, beside the job's technician: what is lent to him is free for him
        """
        self.ensure_one()
        kinds = self.work_class_id.sudo().equipment_kind_ids  # sudo: what is needed is no secret
        if not kinds:
            return False
        people = self.technician_id | (employee or self.env['hr.employee']) | self.env.user.sudo().employee_ids
        # sudo: whoever starts the job is told what stands in its way
        pieces = self.env['maintenance.equipment'].sudo().search(
            [('workshop_id', '=', self.workshop_id.id), ('category_id', 'in', kinds.ids)])
        obstacles = pieces._get_obstacles(people)
        lacking, nothing = [], self.env._("there is none")
        for kind in kinds:
            own = pieces.filtered(lambda piece, kind=kind: piece.category_id == kind)
            if all(piece in obstacles for piece in own):
                lacking.append(f'{kind.name}: {" ".join(obstacles[piece] for piece in own) or nothing}')
        return lacking and self.env._(
            "%(job)s needs equipment that nobody can use at %(outlet)s now. %(why)s", job=self._get_life_name(),
            outlet=self.workshop_id.name, why="; ".join(lacking))


class MaintenanceEquipment(models.Model):
    _inherit = 'maintenance.equipment'

    def _get_obstacles(self, people):
        """:return: dict of equipment that ``people`` cannot use now: a sentence why"""
        now, today = fields.Datetime.now(), self._get_today_by_outlet()
        down = self.env['maintenance.request'].search([
            ('equipment_id', 'in', self.ids), ('archive', '=', False), ('down_from', '<=', now),
            '|', ('down_until', '=', False), ('down_until', '>', now)]).grouped('equipment_id')
        found = {}
        for piece in self:
            day = today[piece.workshop_id]
            if piece in down:
                found[piece] = down[piece][0]._say_down()
            elif piece.is_check_overdue and not (piece.lifted_until and piece.lifted_until >= day):
                found[piece] = piece._say_overdue()
            elif piece.holder_id and piece.holder_id not in people:
                found[piece] = self.env._(
                    "%(equipment)s is lent to %(person)s.", equipment=piece.name, person=piece.holder_id.name)
        return found
