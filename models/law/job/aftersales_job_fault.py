from odoo import models


class AftersalesJob(models.Model):
    """What another company of the group repaired on the same car may be the same fault: the law counts both."""
    _inherit = 'aftersales.job'

    def _link_faults(self, others):
        """Put the problems of these jobs together with those of other companies about the same fault of the car.

        What a person has said stays. Two problems that one company keeps apart are not made one by a third.

        :param others: jobs of the same cars that have a problem, of all companies
        """
        by_car = others.grouped('vehicle_id')
        for job in self.sorted('id'):
            problem, mates = job.problem_id, by_car[job.vehicle_id]
            elsewhere = mates.filtered(lambda other, job=job: other.company_id != job.company_id)
            if not elsewhere or problem.is_fault_checked:
                continue
            linked = elsewhere.filtered(
                lambda other, key=problem.fault_key: key and other.problem_id.fault_key == key)
            if linked and not job._has_other_codes(linked):
                continue
            if linked:
                problem.fault_key = False
            taken = {key for key in (mates - elsewhere).problem_id.mapped('fault_key') if key}
            found = job._find_likest(elsewhere.filtered(lambda other, taken=taken: (
                other.problem_id.fault_key not in taken
                and (other.problem_id.fault_key or not other.problem_id.is_fault_checked))))
            if found:
                problem._share_fault(found)
