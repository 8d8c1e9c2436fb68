from odoo.fields import Command


class RiskOf:
    """Risks, duties of the law with a check, plans with a drill, incidents, for tests of whatever room."""

    @classmethod
    def _create_many_risks(cls, count):
        check, drill = [Command.create({'evidence': "Seen"})], [Command.create({'lesson': "Gate"})]
        for model, values in (
                ('risk', {'name': "Fire"}), ('duty', {'name': "Oil", 'law': "Law", 'check_ids': check}),
                ('emergency.plan', {'name': "Fire", 'first_steps': "Leave", 'drill_ids': drill}),
                ('incident', {'subject': "Spill"})):
            cls.env[f'aftersales.{model}'].create([{**values, 'workshop_id': cls.workshop.id} for __ in range(count)])
