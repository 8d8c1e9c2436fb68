"""Time without a car that was clocked so far is class D as well: training, care of tools (A6)."""


def migrate(cr, version):
    cr.execute("""
        UPDATE aftersales_time_entry
           SET service_class = 'd'
         WHERE job_id IS NULL
           AND pause_reason IN ('training', 'cleaning')
    """)
