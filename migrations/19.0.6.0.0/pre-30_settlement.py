"""A job keeps how it is settled, so that its pay type need not be read for it: filled by one statement, not job by job."""


def migrate(cr, version):
    cr.execute("ALTER TABLE aftersales_job ADD COLUMN IF NOT EXISTS settlement varchar")
    cr.execute("""
        UPDATE aftersales_job job
           SET settlement = pay_type.settlement
          FROM aftersales_pay_type pay_type
         WHERE pay_type.id = job.pay_type_id AND job.settlement IS DISTINCT FROM pay_type.settlement
    """)
